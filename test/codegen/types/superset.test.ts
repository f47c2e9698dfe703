import { testSuperset } from './superset.ts';

testSuperset(60);
