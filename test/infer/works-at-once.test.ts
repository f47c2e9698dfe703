import { families } from './families.ts';
import { describeWorksAtOnce } from './works-at-once.ts';

// The other families, and the other languages, are in test/slow/infer.test.ts.
const { forge, shop } = families;
describeWorksAtOnce({ forge, shop } as typeof families, ['ts']);
