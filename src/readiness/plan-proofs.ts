import type { SignatureScheme } from '../signatures/scheme.ts';
import { covers } from '../signatures/signed-message.ts';
import { isObject } from '../util/json.ts';
import type { Bench, Deviation } from './bench.ts';
import { bytesOf } from './bench.ts';
import { spellings } from './plan-payloads.ts';
import { apart, probe } from './probe.ts';
import type { CasePlan, NotApplicable } from './probe.ts';

type Plan = CasePlan | NotApplicable;

const notSigned: NotApplicable = { skipped: 'the vendor signs nothing' };

/** The scheme of a vendor that signs. */
function schemeOf({ prepared }: Bench): SignatureScheme | undefined {
  const { authentication } = prepared.contract;
  return authentication.kind === 'signature' ? authentication.scheme : undefined;
}

/** The headers of the run that are secrets: with a vendor that signs nothing they prove where a delivery comes from. */
function credentials({ headers }: Bench): Bench['headers'] {
  return headers.filter(({ variable }) => variable !== undefined);
}

function isProven(bench: Bench): boolean {
  if (schemeOf(bench) !== undefined) return true;
  const { kind } = bench.prepared.contract.authentication;
  return (kind === 'header' && bench.secret !== undefined) || credentials(bench).length > 0;
}

const notProven: NotApplicable = {
  skipped: 'the vendor signs nothing, and no secret header is given (--secret-env, --header)',
};

function deviating(bench: Bench, name: string, deviation: Deviation): Plan {
  return apart(bench.freshOfEach().map((base) => probe(bench, base, name, { deviation })));
}

export function missing(bench: Bench): Plan {
  if (!isProven(bench)) return notProven;
  const scheme = schemeOf(bench);
  if (scheme !== undefined) return deviating(bench, `without ${scheme.header}`, { isUnproven: true });
  const headers = bench.headers.filter((header) => !credentials(bench).includes(header));
  return deviating(bench, 'without the secret header', { isUnproven: true, headers });
}

export function wrong(bench: Bench): Plan {
  if (!isProven(bench)) return notProven;
  const scheme = schemeOf(bench);
  if (scheme !== undefined) return deviating(bench, 'signed with another secret', { secret: otherSecret(scheme) });
  const headers = bench.headers.map(({ name, value, variable }) =>
    variable === undefined ? { name, value } : { name, value: notTheSecret },
  );
  const secret = bench.secret === undefined ? {} : { secret: notTheSecret };
  return deviating(bench, 'with another value of the secret header', { ...secret, headers });
}

const notTheSecret = 'not-the-secret';

/** A secret in the spelling that the scheme demands. */
function otherSecret({ secret: rule = {} }: SignatureScheme): string {
  const { prefix = '', encoding = 'utf8' } = rule;
  const text = 'a secret that the receiver does not know';
  return prefix + (encoding === 'utf8' ? text : Buffer.from(text).toString(encoding));
}

export function malformed(bench: Bench): Plan {
  const scheme = schemeOf(bench);
  if (scheme === undefined) return notSigned;
  const changes = {
    'with a signature that is cut off': (value: string) => value.slice(0, -4),
    'with a text that is no signature': () => 'none',
  };
  const isSignature = (name: string): boolean => name.toLowerCase() === scheme.header.toLowerCase();
  return apart(
    bench.freshOfEach().flatMap((base) =>
      Object.entries(changes).map(([name, change]) => {
        const right = probe(bench, base, name);
        const make = () => {
          const made = right.make();
          const headers = made.headers.map(
            ([header, value]) => [header, isSignature(header) ? change(value) : value] as const,
          );
          return { ...made, headers };
        };
        return { ...right, make };
      }),
    ),
  );
}

export function otherBody(bench: Bench): Plan {
  if (schemeOf(bench) === undefined) return notSigned;
  return apart(
    bench.freshOfEach().flatMap((base) => {
      const { payload } = base;
      const signedBody = bytesOf(payload);
      const changed = isObject(payload) ? bytesOf({ ...payload, addedByNobody: true }) : bytesOf([payload]);
      const respelled = new TextEncoder().encode(spellings['with blanks and line breaks'](payload));
      return [
        probe(bench, base, 'changed after it was signed', { body: changed, deviation: { signedBody } }),
        probe(bench, base, 'written otherwise after it was signed', { body: respelled, deviation: { signedBody } }),
      ];
    }),
  );
}

export function otherUrl(bench: Bench): Plan {
  const scheme = schemeOf(bench);
  if (scheme === undefined) return notSigned;
  if (!covers(scheme, 'url')) return { skipped: 'the signature does not cover the URL' };
  const registeredUrl = `${bench.registeredUrl ?? bench.url}/of-somebody-else`;
  return deviating(bench, 'signed for another URL', { registeredUrl });
}

export function tooOld(bench: Bench): Plan {
  const scheme = schemeOf(bench);
  if (scheme === undefined) return notSigned;
  const { parts, tolerance } = scheme;
  if (parts?.timestamp === undefined) return { skipped: 'the signature does not hold the time' };
  if (tolerance === undefined) return { skipped: 'the contract does not say how old a signature may be' };
  const age = tolerance + 60;
  // The time counts from the start of the run: a minute more than is allowed.
  const timestamp = Math.floor(Date.now() / 1000) - age;
  return deviating(bench, `signed ${age} s ago`, { timestamp });
}

export function old(bench: Bench): Plan {
  const { oldSecret } = bench;
  if (bench.prepared.contract.authentication.kind === 'none') return { skipped: 'the contract knows no secret' };
  if (oldSecret === undefined) return { skipped: 'the secret before the present one is not given (--old-secret-env)' };
  return deviating(bench, 'signed with the old secret', { secret: oldSecret });
}

export function malformedJson(bench: Bench): Plan {
  const [base] = bench.freshOfEach();
  if (base === undefined) return { skipped: 'no payload of the contract is known' };
  const whole = bytesOf(base.payload);
  const bodies = {
    'half of the body': whole.subarray(0, Math.ceil(whole.byteLength / 2)),
    'a text that is no JSON': new TextEncoder().encode('this is no JSON'),
    'no body': new Uint8Array(),
  };
  return apart(Object.entries(bodies).map(([name, body]) => probe(bench, base, name, { body })));
}

export function notObject(bench: Bench): Plan {
  const [base] = bench.freshOfEach();
  if (base === undefined) return { skipped: 'no payload of the contract is known' };
  const bodies = ['null', '[]', '"a text"', '42', 'true', `[${JSON.stringify(base.payload)}]`];
  return apart(
    bodies.map((text) =>
      probe(bench, base, text.length > 20 ? 'the payload in a list' : `the body ${text}`, {
        body: new TextEncoder().encode(text),
      }),
    ),
  );
}

export function otherContentType(bench: Bench): Plan {
  const others = ['text/plain', 'application/xml'].filter((type) =>
    bench.prepared.contract.events.every(({ contentType }) => !contentType.startsWith(type)),
  );
  const [base] = bench.freshOfEach();
  if (base === undefined) return { skipped: 'no payload of the contract is known' };
  return apart(others.map((contentType) => probe(bench, base, `as ${contentType}`, { deviation: { contentType } })));
}
