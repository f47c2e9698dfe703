import { schemaList } from './schema-list.ts';

export const oneOf = schemaList('oneOf', 'one-of', 'changes', 'changes');
