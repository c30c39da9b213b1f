function Uninstall-GuardedFabricAgent {
    <#
    .SYNOPSIS
    Removes the agent's scheduled task, event source and state from this host.
    .DESCRIPTION
    Removes all that Install-GuardedFabricAgent made, the credential and unsent snapshots included. The host
    stays on the server as silent until it is retired there. The module's own folder is yours to delete.
    Running it again is harmless.
    .PARAMETER StatePath
    Where the agent keeps its state.
    .PARAMETER KeepState
    Leaves the state folder, so that a later installation goes on with the same credential.
    .EXAMPLE
    Uninstall-GuardedFabricAgent
    .EXAMPLE
    Uninstall-GuardedFabricAgent -WhatIf
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([string]$StatePath = (Get-GfaDefaultStatePath), [switch]$KeepState)
    $removed = @()
    $isDry = [bool]$WhatIfPreference
    if ((Test-GfaCommand Get-ScheduledTask) -and (Get-ScheduledTask -TaskName GuardedFabricAgent -ErrorAction SilentlyContinue)) {
        if (-not $isDry) { Unregister-ScheduledTask -TaskName GuardedFabricAgent -Confirm:$false -ErrorAction Stop }
        $removed += 'Task'
    }
    if (Test-GfaCommand Remove-EventLog) {
        if (-not $isDry) { Remove-EventLog -Source GuardedFabricAgent -ErrorAction SilentlyContinue }
        $removed += 'EventSource'
    }
    Assert-GfaState -StatePath $StatePath
    # Only a folder that is the agent's own.
    $isOurs = (Test-Path -LiteralPath (Join-Path $StatePath 'config.json')) -or (Test-Path -LiteralPath (Join-Path $StatePath 'identity.json'))
    if ($isOurs -and -not $KeepState) {
        if (-not $isDry) { Remove-Item -LiteralPath $StatePath -Recurse -Force -ErrorAction Stop }
        $removed += 'State'
    }
    New-Object psobject -Property ([ordered]@{ Removed = [string[]]$removed; WhatIf = $isDry })
}
