import { named } from './named.ts';

export const patternProperties = named('patternProperties', 'pattern-property', 'pattern of properties');
