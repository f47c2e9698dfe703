/** Holds `src/` to the layer table, and refuses to pass when it sees fewer modules than there are files. */
import { layers } from '../layers.ts';
import { cruiseSources, folderOf, sourceFiles } from './lib/modules.ts';

const files = sourceFiles();
const result = await cruiseSources();
const seen = new Set(result.modules.map((module) => module.source));
const problems: string[] = [];

for (const file of files) {
  if (!seen.has(file))
    problems.push(`${file}: dependency-cruiser does not see this module, so its imports are unchecked.`);
}
for (const folder of new Set(files.map(folderOf))) {
  if (folder !== undefined && !Object.hasOwn(layers, folder)) {
    problems.push(`src/${folder}/: no rule. Add the folder to layers.ts and to docs/architecture.md.`);
  }
}
const arrows = result.modules.flatMap((module) => module.dependencies).filter((to) => to.resolved.startsWith('src/'));
if (arrows.length < files.length) problems.push(`Only ${arrows.length} imports seen in ${files.length} modules.`);
for (const violation of result.summary.violations) {
  const rule = result.summary.ruleSetUsed?.forbidden?.find((row) => row.name === violation.rule.name);
  problems.push(`${violation.from} -> ${violation.to} (${violation.rule.name}): ${rule?.comment ?? ''}`);
}

console.log(`${files.length} modules, ${arrows.length} imports, ${problems.length} problems`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
