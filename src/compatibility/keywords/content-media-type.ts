import { whole } from './presence.ts';

export const contentMediaType = whole('contentMediaType', 'content-media-type');
