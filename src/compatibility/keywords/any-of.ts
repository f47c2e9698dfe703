import { schemaList } from './schema-list.ts';

export const anyOf = schemaList('anyOf', 'any-of', 'widens', 'narrows');
