import { whole } from './presence.ts';

export const contentEncoding = whole('contentEncoding', 'content-encoding');
