/** Makes Node print the files that it has loaded as modules, one a line on standard error, when it ends. */
import { registerHooks } from 'node:module';

const files = [];
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => process.stderr.write(files.map((file) => `${file}\n`).join('')));
