import { NO_ABLE_NODES, withAbleNodes } from './able-nodes';
import { BITLOCKER_IS_READY } from './host';
import { NO_ENDS, withEnds } from './restart-ends';
import { script } from './script';
import { SCRIPT_TEXTS } from './script-texts';

const RUNNING = `$running = @(Get-VM -ErrorAction Stop | Where-Object { $_.State -notin 'Off', 'Saved' })`;

const IS_CLUSTERED = `$clustered = (Get-Service -Name ClusSvc -ErrorAction SilentlyContinue).Status -eq 'Running'`;

/**
 * Sets `$shows` if HGS judges the host and names none of `$ends` any more: then it has already restarted,
 * or needs no restart. Without a client, or if HGS could not judge the host, `$shows` stays false.
 */
export const READ_FIX = `$shows = $false
if ($ends.Count -gt 0 -and (Get-Command -Name Get-HgsClientConfiguration -ErrorAction SilentlyContinue)) {
  $client = Get-HgsClientConfiguration -ErrorAction Stop
  $status = "$($client.AttestationStatus)"
  $said = @($status) + @("$($client.AttestationSubstatus)" -split '[^A-Za-z]+' | Where-Object { $_ })
  $judged = ($client.IsHostGuarded -and $status -in 'Passed', '100') -or ($status -eq 'InsecureHostConfiguration' -and $said.Count -gt 1)
  $shows = $judged -and @($ends | Where-Object { $said -contains $_ }).Count -eq 0
}`;

/** Proves that each node is able, and counts its room before anything moves. */
const READ_ABLE_NODES = `$free = @{}
foreach ($node in $ableNodes) {
  if ($node -eq $env:COMPUTERNAME) { throw '${SCRIPT_TEXTS.notItself}' }
  if ("$((Get-ClusterNode -Name $node -ErrorAction Stop).State)" -ne 'Up') { throw "$node${SCRIPT_TEXTS.nodeIsDown}" }
  $client = Get-HgsClientConfiguration -CimSession $node -ErrorAction Stop
  if ("$($client.AttestationStatus)" -notin 'Passed', '100' -or -not $client.IsHostGuarded) {
    throw "$node${SCRIPT_TEXTS.nodeIsNotAble}$($client.AttestationStatus)${SCRIPT_TEXTS.noMoveThere}"
  }
  $system = Get-CimInstance -ClassName Win32_OperatingSystem -ComputerName $node -ErrorAction Stop
  $free[$node] = $system.FreePhysicalMemory * 1KB * 0.9
}`;

const PLAN_MOVES = `$plan = @()
foreach ($vm in ($running | Sort-Object -Property MemoryAssigned -Descending)) {
  $target = $ableNodes | Sort-Object -Property { $free[$_] } -Descending | Select-Object -First 1
  if ($free[$target] -lt $vm.MemoryAssigned) {
    throw "${SCRIPT_TEXTS.noRoom}$($vm.Name)${SCRIPT_TEXTS.nothingMoved}"
  }
  $free[$target] -= $vm.MemoryAssigned
  $plan += @{ VM = $vm; Target = $target }
}`;

/**
 * Proves that no VM runs on the host before it restarts. Running VMs of a cluster move only to able nodes,
 * and only if these have room for all of them. A node that is able itself restarts only if another one is.
 * The client of HGS may not exist yet: then the host is not able. At a second restart the node is already
 * drained; one that was only paused may still hold roles that are not VMs. Running the script again does not
 * restart a host that needs no restart.
 */
const restartWhere = (isTime: string) =>
  script(
    // Blanks for a person come first, because a page shows the first lines of a script and folds the rest.
    `${NO_ENDS}${SCRIPT_TEXTS.ends}`,
    `${NO_ABLE_NODES}${SCRIPT_TEXTS.otherNodes}'HV-02', 'HV-03'`,
    READ_FIX,
    `if ($shows) { return "${SCRIPT_TEXTS.fixShows}" }`,
    ...(isTime === '' ? [] : [isTime]),
    READ_ABLE_NODES,
    RUNNING,
    IS_CLUSTERED,
    `if ($clustered) {
  $self = Get-ClusterNode -Name $env:COMPUTERNAME -ErrorAction Stop
  if ("$($self.DrainStatus)" -eq 'InProgress') { throw '${SCRIPT_TEXTS.drainRuns}' }
}`,
    `if ($running.Count -gt 0) {
  $fixed = @($running | Where-Object { -not ($clustered -and $_.IsClustered) })
  if ($fixed.Count -gt 0) {
    throw "${SCRIPT_TEXTS.cannotMove}$($fixed.Name -join ', ')${SCRIPT_TEXTS.moveOrShutDown}"
  }
  if ($ableNodes.Count -eq 0) { throw "$($running.Count)${SCRIPT_TEXTS.vmsRunHere}$('$ableNodes')${SCRIPT_TEXTS.passedNodes}" }
${indent(PLAN_MOVES)}
  foreach ($move in $plan) {
    Move-ClusterVirtualMachineRole -VMId $move.VM.VMId -Node $move.Target -MigrationType Live -ErrorAction Stop
  }
}`,
    `if ($clustered) {
  $left = @(Get-VM -ErrorAction Stop | Where-Object { $_.IsClustered })
  $drain = @{ Name = $env:COMPUTERNAME; Drain = $true; Wait = $true }
  if ($ableNodes.Count -gt 0) { $drain.TargetNode = @($ableNodes)[0] }
  elseif ($left.Count -gt 0) {
    throw "${SCRIPT_TEXTS.stoppedRoles}$($left.Name -join ', ')${SCRIPT_TEXTS.fillInNext}$('$ableNodes')${SCRIPT_TEXTS.passedNodes}${SCRIPT_TEXTS.nonePassed}"
  }
  elseif (Get-Command -Name Get-HgsClientConfiguration -ErrorAction SilentlyContinue) {
    $own = Get-HgsClientConfiguration -ErrorAction Stop
    if ("$($own.AttestationStatus)" -in 'Passed', '100') {
      throw "${SCRIPT_TEXTS.maybeLast}$('$ableNodes')${SCRIPT_TEXTS.otherPassedNodes}"
    }
  }
  $drained = "$($self.State)" -eq 'Paused' -and "$($self.DrainStatus)" -eq 'Completed'
  if (-not $drained -or $left.Count -gt 0) { Suspend-ClusterNode @drain -ErrorAction Stop }
}`,
    RUNNING,
    `if ($running.Count -gt 0) { throw "${SCRIPT_TEXTS.vmsStillRun}$($running.Name -join ', ')" }`,
    `Restart-Computer -Force -ErrorAction Stop`,
  );

export const GUARDED_RESTART = restartWhere('');

/** A feature that was just installed waits for this restart. */
export const RESTART_AFTER_BITLOCKER = restartWhere(`if (${BITLOCKER_IS_READY}) {
  $volume = Get-BitLockerVolume -MountPoint $env:SystemDrive -ErrorAction Stop
  if ("$($volume.VolumeStatus)" -ne 'FullyEncrypted') { throw "$env:SystemDrive $($volume.VolumeStatus)${SCRIPT_TEXTS.notEncrypted}" }
}`);

/** A restart with the nodes that are able now, and the causes that it removes; unchanged without any. */
export const restartTo = (command: string, nodes: readonly string[], ends: readonly string[]): string =>
  withEnds(withAbleNodes(command, nodes, SCRIPT_TEXTS.passedThen), ends);

/**
 * A paused node resumes only when HGS accepts it again: otherwise VMs would move to a node on which they
 * cannot start.
 */
export const RESUME_NODE = script(
  `$client = Get-HgsClientConfiguration -ErrorAction Stop`,
  `if ("$($client.AttestationStatus)" -notin 'Passed', '100' -or -not $client.IsHostGuarded) {
  throw "${SCRIPT_TEXTS.thisHostReads}$($client.AttestationStatus) $($client.AttestationSubstatus)${SCRIPT_TEXTS.leavePaused}"
}`,
  IS_CLUSTERED,
  `if ($clustered) { Resume-ClusterNode -Name $env:COMPUTERNAME -Failback Immediate -ErrorAction Stop }`,
  `else { '${SCRIPT_TEXTS.notClustered}' }`,
);

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
