import { named } from './named.ts';

export const dependentSchemas = named('dependentSchemas', 'dependent-schema', 'dependent schema');
