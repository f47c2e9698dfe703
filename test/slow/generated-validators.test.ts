import { testAgreement } from '../codegen/validators/agreement.ts';
import { testContracts } from '../codegen/validators/contracts.ts';

testContracts(20_000, 20_261);
testAgreement(1_000);
