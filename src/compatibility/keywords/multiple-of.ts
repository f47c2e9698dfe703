import { whole } from './presence.ts';

export const multipleOf = whole('multipleOf', 'multiple-of');
