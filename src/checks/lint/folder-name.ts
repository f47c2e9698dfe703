import { isSemver } from './support/semver.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** A contract in a folder that says something else. */
export const folderName: LintRule = {
  rule: {
    id: 'lint/folder-name',
    title: 'The folders of a contract are named after its vendor and version',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'People find a contract by its folder, programs by what stands in it. When the two differ, one of them is misled.',
    fix: 'Rename the folder, or correct `info.version` or `info.x-vendor`.',
    bad: '# asyncapi/cafe/1.0.0/asyncapi.yaml\ninfo: { title: Café, version: 1.1.0, x-vendor: cafe }',
    good: '# asyncapi/cafe/1.1.0/asyncapi.yaml\ninfo: { title: Café, version: 1.1.0, x-vendor: cafe }',
  },
  check(context) {
    const { contract, document } = context;
    const [versionFolder = '', vendorFolder = ''] = contract.file.split('/').slice(0, -1).toReversed();
    // Only a layout of <vendor>/<version>/ makes a promise about its names.
    if (!isSemver(versionFolder)) return [];
    const version = `The folder is named ${versionFolder}, the version of the contract is ${contract.version}.`;
    const vendor = `The folder is named ${vendorFolder}, the vendor of the contract is ${contract.vendor}.`;
    const vendorPlace = document.follow('/info/x-vendor') === undefined ? '/info' : '/info/x-vendor';
    return [
      ...(versionFolder === contract.version
        ? []
        : [report(this.rule, context, version, document.origin('/info/version'))]),
      ...(vendorFolder === '' || vendorFolder === contract.vendor
        ? []
        : [report(this.rule, context, vendor, document.origin(vendorPlace))]),
    ];
  },
};
