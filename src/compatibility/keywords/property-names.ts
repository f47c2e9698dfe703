import { schemaIn } from './presence.ts';

export const propertyNames = schemaIn('propertyNames', 'property-names');
