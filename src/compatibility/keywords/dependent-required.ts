import { whole } from './presence.ts';

export const dependentRequired = whole('dependentRequired', 'dependent-required');
