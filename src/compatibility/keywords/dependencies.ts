import { named } from './named.ts';

export const dependencies = named('dependencies', 'dependency', 'dependency');
