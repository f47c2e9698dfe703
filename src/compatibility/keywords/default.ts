import { words } from './words.ts';

export const defaultValue = words('default', 'default');
