import { schemaIn } from './presence.ts';

export const additionalProperties = schemaIn('additionalProperties', 'additional-properties');
