import { testAgreement } from './agreement.ts';

testAgreement(150);
