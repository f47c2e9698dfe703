import { families, randomVendor } from '../infer/families.ts';
import { describeWorksAtOnce } from '../infer/works-at-once.ts';

describeWorksAtOnce({ ...families, random: randomVendor(4) }, ['ts', 'python', 'go']);
