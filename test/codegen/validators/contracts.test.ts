import { testContracts } from './contracts.ts';

testContracts(400, 1);
