import { schemaIn } from './presence.ts';

export const additionalItems = schemaIn('additionalItems', 'additional-items');
