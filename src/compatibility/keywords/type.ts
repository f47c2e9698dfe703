import { setOf } from './members.ts';

export const type = setOf({ keyword: 'type', name: 'type-member', one: 'type', added: 'widens', removed: 'narrows' });
