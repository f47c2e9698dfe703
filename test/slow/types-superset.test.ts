import { testSuperset } from '../codegen/types/superset.ts';

testSuperset(5_000);
