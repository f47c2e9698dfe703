import { words } from './words.ts';

export const readOnly = words('readOnly', 'read-only');
