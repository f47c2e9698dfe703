#!/usr/bin/env node
// Plain syntax on purpose: an old Node must get as far as the message below.
const needed = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < needed) {
  process.stderr.write(
    `counterfoil needs Node.js ${needed} or newer; this is ${process.versions.node}.\n` +
      'What to do: install a newer Node.js, or add one to your project with\n' +
      `  npm install --save-dev node@^${needed}\n` +
      'and start counterfoil through npx or an npm script, which then use it.\n',
  );
  process.exitCode = 2;
} else {
  const { main } = await import('../dist/cli/main.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/^Cannot find module '[^']*[\\/]dist[\\/]/.test(error.message))
      throw error;
    process.stderr.write('counterfoil is not built, or not as a whole. What to do: npm run build\n');
    process.exit(2);
  });
  await main();
}
