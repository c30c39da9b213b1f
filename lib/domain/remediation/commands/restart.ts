import { script } from './script';

const RUNNING = `$running = @(Get-VM -ErrorAction Stop | Where-Object { $_.State -notin 'Off', 'Saved' })`;

const IS_CLUSTERED = `$clustered = (Get-Service -Name ClusSvc -ErrorAction SilentlyContinue).Status -eq 'Running'`;

/** Each able node is proved to be one, and its room is counted before anything moves. */
const READ_ABLE_NODES = `$free = @{}
foreach ($node in $ableNodes) {
  if ($node -eq $env:COMPUTERNAME) { throw 'The host to restart cannot take its own VMs: name other nodes.' }
  if ("$((Get-ClusterNode -Name $node -ErrorAction Stop).State)" -ne 'Up') { throw "$node is not up in this cluster." }
  $client = Get-HgsClientConfiguration -CimSession $node -ErrorAction Stop
  if ("$($client.AttestationStatus)" -notin 'Passed', '100' -or -not $client.IsHostGuarded) {
    throw "$node is not able: it reads $($client.AttestationStatus). Shielded VMs cannot move there."
  }
  $system = Get-CimInstance -ClassName Win32_OperatingSystem -ComputerName $node -ErrorAction Stop
  $free[$node] = $system.FreePhysicalMemory * 1KB * 0.9
}`;

const PLAN_MOVES = `$plan = @()
foreach ($vm in ($running | Sort-Object -Property MemoryAssigned -Descending)) {
  $target = $ableNodes | Sort-Object -Property { $free[$_] } -Descending | Select-Object -First 1
  if ($free[$target] -lt $vm.MemoryAssigned) {
    throw "Too few able nodes: no room for $($vm.Name). Nothing was moved and nothing restarts."
  }
  $free[$target] -= $vm.MemoryAssigned
  $plan += @{ VM = $vm; Target = $target }
}`;

/**
 * Proves that no VM runs on the host before it restarts. Running VMs of a cluster move to able nodes alone,
 * and only if these have room for all of them. A node that is able itself restarts only where another one is. The client
 * of HGS may not be there yet: then the host is not able.
 */
const guardedRestart = (ableNodes: string) =>
  script(
    ableNodes,
    READ_ABLE_NODES,
    RUNNING,
    IS_CLUSTERED,
    `if ($running.Count -gt 0) {
  $fixed = @($running | Where-Object { -not ($clustered -and $_.IsClustered) })
  if ($fixed.Count -gt 0) {
    throw "These VMs run here and no cluster can move them: $($fixed.Name -join ', '). Move them, or shut them down: a shielded VM cannot start here again before this host reads Passed."
  }
  if ($ableNodes.Count -eq 0) { throw "$($running.Count) VMs run here. Fill in $('$ableNodes') with nodes that are Passed." }
${indent(PLAN_MOVES)}
  foreach ($move in $plan) {
    Move-ClusterVirtualMachineRole -VMId $move.VM.VMId -Node $move.Target -MigrationType Live -ErrorAction Stop
  }
}`,
    `if ($clustered) {
  $drain = @{ Name = $env:COMPUTERNAME; Drain = $true; Wait = $true }
  if ($ableNodes.Count -gt 0) { $drain.TargetNode = $ableNodes[0] }
  elseif (($stopped = @(Get-VM -ErrorAction Stop | Where-Object { $_.IsClustered })).Count -gt 0) {
    throw "Roles of stopped VMs must go to an able node: $($stopped.Name -join ', '). Fill in $('$ableNodes') with nodes that are Passed. Where none is Passed, move these roles first to the node that you repair last: they cannot start before it is Passed."
  }
  elseif (Get-Command -Name Get-HgsClientConfiguration -ErrorAction SilentlyContinue) {
    $own = Get-HgsClientConfiguration -ErrorAction Stop
    if ("$($own.AttestationStatus)" -in 'Passed', '100') {
      throw "This node is Passed and may be the last of its cluster. Fill in $('$ableNodes') with other nodes that are Passed."
    }
  }
  Suspend-ClusterNode @drain -ErrorAction Stop
}`,
    RUNNING,
    `if ($running.Count -gt 0) { throw "VMs still run here, so nothing restarts: $($running.Name -join ', ')" }`,
    `Restart-Computer -Force -ErrorAction Stop`,
  );

export const GUARDED_RESTART = guardedRestart(
  `$ableNodes = @()  # other nodes of this cluster that the console shows as Passed: 'HV-02', 'HV-03'`,
);

/** A name as Windows gives it to a computer. Any other is text of a host, and stands in no command. */
export const COMPUTER_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/i;

/** The same with the nodes that are able now; as it ships where there are none. */
export function guardedRestartTo(nodes: readonly string[]): string {
  const named = nodes.filter((node) => COMPUTER_NAME.test(node)).map((node) => `'${node}'`);
  if (named.length === 0) return GUARDED_RESTART;
  return guardedRestart(`$ableNodes = @(${named.join(', ')})  # Passed when this script was shown`);
}

/** A paused node comes back only when HGS accepts it again: before that, VMs would move to where they cannot start. */
export const RESUME_NODE = script(
  `$client = Get-HgsClientConfiguration -ErrorAction Stop`,
  `if ("$($client.AttestationStatus)" -notin 'Passed', '100' -or -not $client.IsHostGuarded) {
  throw "This host reads $($client.AttestationStatus) $($client.AttestationSubstatus). Leave the node paused."
}`,
  IS_CLUSTERED,
  `if ($clustered) { Resume-ClusterNode -Name $env:COMPUTERNAME -Failback Immediate -ErrorAction Stop }`,
  `else { 'Passed. This host is in no cluster: nothing to resume.' }`,
);

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
