import { named } from './named.ts';

export const properties = named('properties', 'property', 'property');
