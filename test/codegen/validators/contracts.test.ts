import { testContracts } from './contracts.ts';

testContracts(20);
