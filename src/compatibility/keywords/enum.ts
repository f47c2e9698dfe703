import { setOf } from './members.ts';

export const enumeration = setOf({
  keyword: 'enum',
  name: 'enum-value',
  one: 'value',
  added: 'widens',
  removed: 'narrows',
});
