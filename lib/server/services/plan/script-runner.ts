import { READ_FIX } from '@/lib/domain/remediation/commands/restart';

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ');

/**
 * The code that runs a plan's steps. The script defines these before it as `$onHosts` and `$onHgs`, and the
 * sentences as `$say`. The code calls no method, because hosts under a code-integrity policy run it in
 * Constrained Language Mode; so it reads `$WhatIfPreference` instead.
 */
export const RUNNER = `$ErrorActionPreference = 'Stop'
Set-StrictMode -Off
$here = "$env:COMPUTERNAME"
$steps = @($onHosts + $onHgs | Sort-Object -Property { $_.Group }, { $_.Number })

function Test-Mine($Step) {
    $Step.Place -eq $Part -and ($Step.Place -ne 'Host' -or $Step.Hosts -contains $here)
}

function Show-Step($Step) {
    ''
    $say.step -f $Step.Group, $Step.Number, $Step.Title
    "    $($say[$Step.Place]): $($Step.Hosts -join ', ')"
    "    $($Step.Text)"
    foreach ($note in $Step.Notes) { "    ! $note" }
    if ($Step.Asks.Count -gt 0) { '    ' + ($say.asks -f $Step.Number, ($Step.Asks -join ', ')) }
    if ($Step.Waits) { "    $($say.unconfirmed)" }
    if ($Step.Do) { "$($Step.Do)" }
}

# A node that is down or joining may need this one. One that is paused waits for its baseline.
function Assert-NodesUp {
    if ((Get-Service -Name ClusSvc -ErrorAction SilentlyContinue).Status -ne 'Running') { return }
    $out = @(Get-ClusterNode -ErrorAction Stop | Where-Object { "$($_.Name)" -ne $here -and "$($_.State)" -notin 'Up', 'Paused' })
    if ($out.Count -gt 0) { throw ($say.nodeOut -f ($out.Name -join ', ')) }
}

# What stands before the restart, such as the suspension of BitLocker, is not done again either.
function Test-Fix($Ends) {
${indented(READ_FIX)}
    $shows
}

# What a command reports as an error ends the script, also where the command itself would go on.
function Invoke-Step($Step) {
    try {
        if ($Step.Restarts) { Assert-NodesUp }
        & $Step.Do 2>&1 | ForEach-Object { if ($_.CategoryInfo -and $_.FullyQualifiedErrorId) { throw $_ } else { $_ } }
    } catch { throw ($say.failed -f $Step.Group, $Step.Number, $_.Exception.Message) }
}

if ($WhatIfPreference -or -not $Run) {
    $say.dry
    $shown = @($steps | Where-Object { (Test-Mine $_) -and $_.Number -ge $From -and ($Group -eq 0 -or $_.Group -eq $Group) })
    if ($shown.Count -eq 0) { $say.nothing -f $here }
    foreach ($step in $shown) { Show-Step $step }
    return
}
if ($Group -eq 0) { throw $say.noGroup }
$left = @($steps | Where-Object { $_.Group -eq $Group -and $_.Number -ge $From })
if (@($left | Where-Object { Test-Mine $_ }).Count -eq 0) { throw ($say.notInGroup -f $here, $Group) }
$restart = $left | Where-Object { $_.Restarts -and (Test-Mine $_) } | Select-Object -First 1
if ($restart -and (Test-Fix @($restart.Ends[$here]))) {
    $say.shown -f $Group, $here, ($restart.Number + 1)
    return
}
$hasAsked = $false
foreach ($step in $left) {
    $next = $step.Number + 1
    if (-not (Test-Mine $step)) {
        if ($step.Skips -and $step.Place -eq $Part) { continue }
        $say.elsewhere -f $step.Number, $say[$step.Place], ($step.Hosts -join ', '), $Group, $next
        return
    }
    if ($step.Waits) { throw $say.unconfirmed }
    if (-not $step.Do) {
        $say.byHand -f $step.Text, $Group, $next
        return
    }
    if ($hasAsked -and $step.Asks.Count -gt 0) {
        $say.otherValues -f $step.Number, $Group
        return
    }
    $missing = @($step.Asks | Where-Object { -not $Value[$_] })
    if ($missing.Count -gt 0) { throw ($say.asks -f $step.Number, ($missing -join ', ')) }
    if ($step.Asks.Count -gt 0) { $hasAsked = $true }
    $say.step -f $step.Group, $step.Number, $step.Title
    Invoke-Step $step
    if ($step.Restarts) {
        $say.restarting -f $Group, $next
        return
    }
}
$say.done -f $Group, $here
`;
