import { whole } from './presence.ts';

export const uniqueItems = whole('uniqueItems', 'unique-items');
