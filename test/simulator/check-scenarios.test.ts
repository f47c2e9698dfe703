import { describe, expect, it } from 'vitest';
import { checkScenarios } from '../../src/simulator/check-scenarios.ts';
import { shipped } from './support.ts';

const matching = (pointer: string | RegExp): unknown =>
  typeof pointer === 'string' ? pointer : expect.stringMatching(pointer);

describe('scenarios that do not fit', async () => {
  const { contract, text, file } = await shipped('qminder');
  const check = (from: string | RegExp, to: string): string[] => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    return checkScenarios(contract, changed, file).map(({ message }) => message);
  };

  it('has nothing against those shipped', () => {
    expect(checkScenarios(contract, text, file)).toEqual([]);
  });

  it.each([
    ['a misspelt key', 'weight: 8', 'wieght: 8', /wieght/],
    ['a missing part', /^arrivals.*$/m, '', /arrivals/],
    ['an unknown event', 'emit: [ticket_created]', 'emit: [ticket_creatd]', /Did you mean "ticket_created"/],
    ['an event that the contract has not', '  ticket_called: {', '  ticket_caled: {', /Did you mean "ticket_called"/],
    ['an unknown state', 'to: cancelled', 'to: canceled', /Did you mean "cancelled"/],
    [
      'a state that nobody reaches',
      '      missed: {}',
      '      missed: {}\n      lost: {}',
      /Nothing leads to .*"lost"/,
    ],
    ['an unknown expression', '$made: email', '$mode: email', /"\$mode" is no expression/],
    ['an unknown kind', 'take: desk', 'take: dsk', /no kind "dsk" below "line"/],
    [
      'a kind below itself',
      'count: 2\n    values:\n      id: { $count: { of: location',
      'count: 2\n    per: desk\n    values:\n      id: { $count: { of: location',
      /below itself/,
    ],
    ['a change where none can be', '/ticket/status: NEW', '/line/status: NEW', /cannot be changed here/],
    ['an undocumented value', '/ticket/status: NEW', '/ticket/status: NEU', /value that the contract does not know/],
    ['an undocumented property', '/ticket/status: NEW', '/ticket/mood: NEW', /not described/],
    ['a payload that is not valid', '/ticket/status: NEW', '/ticket/status: 3', /In a trial run, ticket_created/],
    ['a moment that is not there', 'until: /own/start', 'until: /own/begin', /No moment stands at "\/own\/begin"/],
    ['life cycles that do not end', 'to: served\n', 'to: called\n', /do not end|Nothing leads/],
    [
      'a text that is made of itself',
      'set: { /ticket/lastName: { $made: last-name },',
      `set: { /ticket/lastName: { $text: [${Array(400).fill('{ $from: /ticket/lastName }').join(', ')}] },`,
      /ended early: A \$text has grown beyond/,
    ],
    ['a time without measure', /^arrivals:.*$/m, 'arrivals: 1e308', /too long; at most 31622400/],
    ['a mean without measure', /^arrivals:.*$/m, 'arrivals: { mean: 40000000 }', /too long; at most 31622400/],
    ['a range from more to less', 'uniform: [20, 120]', 'uniform: [120, 20]', /\[20, 120\], not \[120, 20\]/],
    ['a start that is no moment', /^start:.*$/m, 'start: yesterday', /"\/start" is a moment in UTC, such as 2026/],
    ['a day that no calendar has', /^start:.*$/m, "start: '2026-13-45T00:00:00Z'", /There is no moment "2026-13/],
    ['a moment that cannot be written', '$time: now', '$time: { plus: 1e300 }', /outside of the years 0 to 9999/],
    [
      'a clock that runs out',
      /^start:.*$/m,
      "start: '9999-12-31T23:00:00Z'",
      /ended early: A moment lies outside of the years 0 to 9999/,
    ],
    ['no YAML', 'scenarios: 1', 'scenarios: [1', /not valid YAML/],
    ['a key that is there twice', 'scenarios: 1', 'scenarios: 1\nscenarios: 1', /stands twice/],
    ['an event that nothing emits', /event: location_changed/, 'event: location_created', /Nothing emits "location_ch/],
    ['a root that is not there', 'data: { $from: /ticket }', 'data: { $from: /tikcet }', /Did you mean "ticket"/],
    ['a root of a moment', 'until: /own/start', 'until: /onw/start', /Did you mean "own"/],
    ['what is given back at once', 'take: desk', 'take: desk\n            release: true', /given back at once/],
    ['taking outside a line', 'line: true', 'line: false', /Only who stands in line/],
    ['a population without measure', /count: 2/g, 'count: 900', /"line" has 810000 members/],
    [
      'a text without measure',
      '{ $text: [{ $count: { of: ticket, from: 41820301 } }] }',
      '{ $id: 1000000000 }',
      /1 to 100/,
    ],
  ])('names %s', (_, from, to, message) => {
    const found = check(from, to);
    expect(found.join('\n')).toMatch(message);
  });

  it('says once what stands once', () => {
    expect(
      check('&called\n              /ticket/status: CALLED', '&called\n              /ticket/status: { $mde: 1 }'),
    ).toHaveLength(1);
    expect(check(/^line: line$/m, 'line: nokind')).toEqual([
      'There is no kind "nokind". There are location, line, desk.',
    ]);
  });

  it.each([
    ['/ticket/line: { $from: /line/id }', '/ticket/line: { $from: /line/idd }', '/ticket/set/~1ticket~1line/$from'],
    ['/ticket/firstName: { $made: first-name }', '/ticket/firstName: 5', '/ticket/set/~1ticket~1firstName'],
    ['desk: { $from: /desk/id }', 'desk: [1]', /\/next\/0\/set\/~1own~1called~1called\/desk$/],
    ['/ticket/status: CALLED', '/ticket/status: CALED', /\/next\/0\/set\/~1ticket~1status$/],
    ['type: ticket_created, data', 'type: ticket_creatd, data', '/events/ticket_created/type'],
  ])('leads from a payload back to the line that is wrong: %s', (from, to, pointer) => {
    expect(text).toContain(from);
    const changed = text.replace(from, to);
    const findings = checkScenarios(contract, changed, file);
    const line = changed.split('\n').findIndex((one) => one.includes(to)) + 1;
    expect(findings).not.toEqual([]);
    for (const { place } of findings) expect(place).toMatchObject({ line, pointer: matching(pointer) });
  });

  it('says where', () => {
    const [finding] = checkScenarios(contract, text.replace('emit: [ticket_created]', 'emit: [nothing]'), file);
    expect(finding?.rule).toBe('contract/scenarios-unfit');
    const line = text.split('\n').findIndex((one) => one.includes('emit: [ticket_created]')) + 1;
    expect(finding?.place).toMatchObject({ file, line, pointer: '/lifecycles/visit/born/emit/0' });
  });
});
