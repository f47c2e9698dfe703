import { schemaList } from './schema-list.ts';

export const allOf = schemaList('allOf', 'all-of', 'narrows', 'widens');
