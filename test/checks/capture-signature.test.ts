import { beforeAll, expect, test } from 'vitest';
import { attest, createAttestationKey, trustOf } from '../../src/capture/attest.ts';
import { captureOfRecord } from '../../src/capture/exchange/records.ts';
import { createWithholder } from '../../src/capture/gateway/door/withhold.ts';
import { newRecordId } from '../../src/capture/record.ts';
import type { CaptureRecord } from '../../src/capture/record.ts';
import { checkSignature } from '../../src/checks/capture-signature.ts';
import type { CheckedContract } from '../../src/checks/checked-contract.ts';
import { loadCheckedContract } from '../../src/checks/load-sound-contract.ts';
import { optionsToJudge } from '../../src/checks/options.ts';
import type { CaptureSet } from '../../src/checks/options.ts';
import { resolveTargets } from '../../src/checks/targets.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { sign } from '../../src/signatures/sign.ts';

const time = Date.UTC(2026, 0, 10);
const secret = 'a-secret';
const key = createAttestationKey();
let contract: CheckedContract;

beforeAll(async () => {
  const [path = ''] = resolveTargets(['qminder'], '');
  contract = await loadCheckedContract(path, '', (file) => file);
});

const timed: SignatureScheme = {
  header: 'X-Token-Signature',
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  signed: '{timestamp}.{url}{body}',
  parts: { timestamp: 'header:X-Auth-Time' },
};

interface Case {
  readonly scheme?: SignatureScheme;
  readonly keepSignatures?: boolean;
  readonly url?: string;
  readonly registered?: string;
  readonly attested?: boolean;
  readonly trusted?: boolean;
  readonly state?: CaptureRecord['signature']['state'];
  readonly redacted?: boolean;
  readonly forged?: boolean;
}

/** What becomes of the signature of a delivery that has gone through the gateway's door. */
function outcome(given: Case): readonly [outcome: string | undefined, message: string] {
  const {
    url = 'https://a.example/in',
    keepSignatures = false,
    attested = true,
    trusted = true,
    scheme = timed,
  } = given;
  const checked = withScheme(contract, scheme);
  const [event] = checked.contract.events;
  if (event === undefined) throw new Error('The contract has no event.');
  const body = Buffer.from('{"a":1}');
  const signed = sign(scheme, { secret, url, method: 'POST', body, timestamp: time / 1000 });
  const withhold = createWithholder({
    contracts: [checked.contract],
    secretHeaders: [],
    secretParameters: [],
    keepSignatures,
    isSecret: () => false,
  });
  const kept = withhold(url, signed);
  const bare: CaptureRecord = {
    id: newRecordId(time),
    receivedAt: new Date(time).toISOString(),
    origin: 'live',
    method: 'POST',
    url: kept.url,
    headers: kept.headers,
    body: given.forged === true ? Buffer.from('{"a":2}') : body,
    verdict: 'accepted',
    signature: { state: given.state ?? 'valid' },
    ...(kept.withheld.length === 0 ? {} : { withheld: kept.withheld }),
    ...(given.redacted === true ? { redactions: [{ at: 'x', places: ['/a'] }] } : {}),
  };
  const record = attested ? { ...bare, attestation: attest(bare, key) } : bare;
  const capture = captureOfRecord(record, 'store.db', trusted ? trustOf(key) : new Map());
  const set: CaptureSet = {
    files: [],
    secrets: [{ id: 'SECRET', value: secret }],
    ...(given.registered === undefined ? {} : { url: given.registered }),
  };
  const found = checkSignature({ capture, payload: { a: 1 }, checked, event, set, accepted: true }, optionsToJudge());
  return [found?.outcome, found?.finding?.message ?? ''];
}

function withScheme(checked: CheckedContract, scheme: SignatureScheme): CheckedContract {
  const authentication = { ...checked.contract.authentication, kind: 'signature' as const, scheme };
  return { ...checked, contract: { ...checked.contract, authentication } };
}

test.for<readonly [name: string, given: Case, outcome: string, message: RegExp]>([
  ['withheld, vouched for', {}, 'verified', /^$/],
  ['withheld, vouched for as wrong', { state: 'wrong' }, 'notChecked', /nobody had found it valid/],
  ['withheld, vouched for by a stranger', { trusted: false }, 'notChecked', /is not trusted \(--trust\)/],
  ['withheld, vouched for by nobody', { attested: false }, 'notChecked', /nobody vouches for it/],
  // Its name speaks of a credential, so the time that is signed is not kept either.
  ['kept, without its time', { keepSignatures: true }, 'verified', /^$/],
  [
    'kept, without its time, vouched for by nobody',
    { keepSignatures: true, attested: false },
    'notChecked',
    /does not hold/,
  ],
  ['redacted, vouched for', { redacted: true }, 'verified', /^$/],
  ['redacted, vouched for by nobody', { redacted: true, attested: false }, 'notChecked', /does not hold/],
  // An attestation that does not hold is worth nothing.
  ['withheld, with a body that nobody signed', { forged: true, attested: false }, 'notChecked', /does not hold/],
])('a signature that is %s', ([, given, wanted, message]) => {
  const [found, text] = outcome(given);
  expect(found).toBe(wanted);
  expect(text).toMatch(message);
});

test('a URL that lost a parameter at the door does not make a signature wrong', () => {
  const scheme: SignatureScheme = {
    header: 'X-Sig',
    algorithm: 'hmac-sha1',
    encoding: 'base64',
    signed: '{url}{body}',
  };
  const url = 'https://a.example/in?token=t';
  const given = { scheme, url, keepSignatures: true, attested: false };
  expect(outcome(given)).toEqual(['notChecked', expect.stringContaining('does not hold')]);
  expect(outcome({ ...given, registered: url })).toEqual(['verified', '']);
  expect(outcome({ ...given, registered: url, forged: true })[0]).toBe('failed');
  expect(outcome({ ...given, url: 'https://a.example/in' })).toEqual(['verified', '']);
});
