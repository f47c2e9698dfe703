// The yardstick of a cold check: nothing but the official parser on one document.
import { fromFile, Parser } from '@asyncapi/parser';

const [, , file] = process.argv;
const { diagnostics } = await fromFile(new Parser(), file).parse();
process.stdout.write(`${diagnostics.length}\n`);
