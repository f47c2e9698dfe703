import { basename } from 'node:path';
import { statements } from '../checks/captures.ts';
import type { CheckedContract } from '../checks/checked-contract.ts';
import { createCaptureJudge } from '../checks/judge-capture.ts';
import type { CaptureSet, CheckOptions } from '../checks/options.ts';
import { captureSignatureUnchecked } from '../checks/rules.ts';
import { noWatch } from '../checks/watch.ts';
import type { Capture } from '../deliveries/capture.ts';
import { isFinding } from '../deliveries/capture-finding.ts';
import type { CaptureItem } from '../deliveries/capture-finding.ts';
import type { CaptureFormat } from '../deliveries/formats/format.ts';
import { readCaptureRuns } from '../deliveries/read-captures.ts';
import type { Finding } from '../findings/finding.ts';
import { displayPath } from '../util/display-path.ts';
import { own } from '../util/json.ts';
import type { ContractCheck } from './contract-check.ts';
import { expectNone, failing } from './contract-check.ts';

export interface CaptureChecks {
  readonly checks: readonly ContractCheck[];
  /** Ids of the contracts that the captures are of. */
  readonly contracts: ReadonlySet<string>;
}

/** Of a file with more captures, the further ones share one test: nobody reads so many names. */
const mostPerFile = 1000;

/** Holds every capture against the contracts, and makes a check of each. Only what is wrong is kept in memory. */
export async function captureChecks(
  contracts: readonly CheckedContract[],
  plan: CheckOptions,
  formats: readonly CaptureFormat[],
): Promise<CaptureChecks> {
  const judge = createCaptureJudge(contracts, plan, noWatch);
  const used = new Set<string>();
  const checks: ContractCheck[] = [];
  for (const set of plan.captures) {
    for (const path of set.files) {
      const file = new CaptureFile(displayPath(path, plan.cwd));
      for await (const items of readCaptureRuns([file.name], { ...statements(set), base: plan.cwd, formats })) {
        for (const item of items) file.add(item, isFinding(item) ? unreadable(item, plan) : judged(item, set));
      }
      checks.push(...file.checks());
    }
  }
  return { checks, contracts: used };

  function judged(capture: Capture, set: CaptureSet): Judged {
    const { contract, event, findings } = judge(capture, set);
    if (contract !== undefined) used.add(contract);
    const wrong = failing(findings, plan);
    // Whoever gives a secret wants to know, even where not being able to tell is a warning.
    const vendor = contract?.split('@')[0] ?? '';
    const hasSecret = (set.secrets ?? own(plan.secrets, vendor) ?? []).length > 0;
    const unchecked = findings.filter((one) => hasSecret && one.rule === captureSignatureUnchecked.id);
    return { event, wrong: [...new Set([...wrong, ...unchecked])] };
  }
}

/** What is known of a capture, or of a place where there is none. */
interface Judged {
  readonly event: string | undefined;
  readonly wrong: readonly Finding[];
}

function unreadable(finding: Finding, plan: CheckOptions): Judged {
  return { event: undefined, wrong: failing([finding], plan) };
}

/** The event, and which capture of its file it is, unless it is the only one. */
function nameOf({ id }: Capture, event: string | undefined, file: string): string {
  const which = basename(file) === id ? [] : [`capture ${id}`];
  return [...which, ...(event === undefined ? [] : [event])].join(': ') || 'the capture';
}

/** The checks of one file. */
class CaptureFile {
  readonly name: string;
  readonly #checks: ContractCheck[] = [];
  readonly #unreadable: Finding[] = [];
  readonly #rest: Finding[] = [];
  #restCount = 0;

  constructor(name: string) {
    this.name = name;
  }

  add(item: CaptureItem, { event, wrong }: Judged): void {
    if (isFinding(item)) {
      this.#unreadable.push(...wrong);
    } else if (this.#checks.length < mostPerFile) {
      const name = nameOf(item, event, this.name);
      this.#checks.push({ group: this.name, name, check: () => expectNone(wrong, `${this.name}, ${name}`) });
    } else {
      this.#restCount += 1;
      this.#rest.push(...wrong);
    }
  }

  checks(): ContractCheck[] {
    const { name: group } = this;
    const [unread, rest] = [this.#unreadable, this.#rest];
    const last = `the other ${this.#restCount} captures`;
    return [
      ...(unread.length === 0
        ? []
        : [{ group, name: 'can be read', check: () => expectNone(unread, `The file ${group}`) }]),
      ...this.#checks,
      ...(this.#restCount === 0 ? [] : [{ group, name: last, check: () => expectNone(rest, `Of ${last}`) }]),
    ];
  }
}
