import { Command } from 'commander';
import type { Gateway } from '../../api/gateway.ts';
import { exitCodes } from '../exit-codes.ts';
import { addGatewayOptions, readGatewayFlags } from '../gateway-flags.ts';
import type { GatewayFlags } from '../gateway-flags.ts';
import type { Io } from '../io.ts';
import { showGateway } from '../show-gateway.ts';
import { isEnding } from '../stoppable.ts';

/** `counterfoil gateway`: a recording proxy in front of a receiver. */
export function gatewayCommand(io: Io, setExit: (code: number) => void): Command {
  const command = new Command('gateway')
    .summary('record deliveries on their way to a receiver')
    .description(
      'Passes deliveries on to a receiver byte for byte, gives its answers back unchanged, and records every delivery ' +
        'before it is acknowledged. Without --forward it answers 204 itself. docs/gateway.md says what is stored, and ' +
        'what happens when something fails.',
    );
  addGatewayOptions(command);
  return command
    .addHelpText(
      'after',
      `
Examples (for a vendor called cafe):
  counterfoil gateway --forward http://127.0.0.1:3000 --secret cafe=CAFE_SECRET
  counterfoil gateway --forward http://127.0.0.1:3000 --on-receiver-failure hold --store postgres://db/captures
  counterfoil gateway --filter 'verdict!=accepted' --details`,
    )
    .action(async (flags: GatewayFlags) => {
      const options = readGatewayFlags(flags, io);
      const shown = await showGateway(flags, io);
      const { startGateway } = await import('../../api/gateway.ts');
      try {
        const gateway = await startGateway({ ...options, log: shown.log });
        io.onReload?.(() => gateway.reloadSecrets());
        const stopped = io.untilStopped?.();
        for (const line of greeting(gateway, flags)) shown.log.notice(line);
        shown.flush();
        await (shown.quit === undefined ? stopped : Promise.race([stopped, shown.quit]));
        isEnding();
        shown.leave();
        shown.log.notice('Ending: what is being answered is waited for; another signal ends it at once.');
        shown.flush();
        await gateway.close();
        shown.log.notice('Ended.');
      } finally {
        shown.close();
      }
      setExit(exitCodes.ok.code);
    });
}

function greeting({ url, adminUrl, contracts, unchecked, store, key, held }: Gateway, flags: GatewayFlags): string[] {
  const to = flags.forward === undefined ? 'answering 204' : `passing on to ${flags.forward}`;
  return [
    `Listening on ${url}, ${to}, recording to ${store}.`,
    `Records are signed with the key ${key}. Contracts: ${contracts.join(', ')}.`,
    ...(adminUrl === undefined ? [] : [`Health and metrics: ${adminUrl}/healthz, ${adminUrl}/metrics`]),
    ...(held() === 0 ? [] : [`${held()} held deliveries wait for the receiver.`]),
    ...unchecked.map(
      (vendor) => `Signatures of ${vendor} are not checked: name a secret with --secret ${vendor}=VARIABLE.`,
    ),
  ];
}
