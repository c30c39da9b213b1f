function Get-GuardedFabricFact {
    <#
    .SYNOPSIS
    Collects facts of this host, one object for each.
    .DESCRIPTION
    Reads what the agent would send about the named subjects, in this process and without a time limit. Each
    answer is "ok" with a value, or "unavailable" or "failed" with a reason. Nothing is sent.
    .PARAMETER Name
    The facts to collect; all by default but the diagnostics, which take minutes.
    .PARAMETER ResultPath
    For the agent itself: writes each result into this folder instead of returning it.
    .EXAMPLE
    Get-GuardedFabricFact -Name deviceGuard, secureBoot
    .EXAMPLE
    Get-GuardedFabricFact | Where-Object Status -ne 'ok'
    #>
    [CmdletBinding()]
    param([string[]]$Name, [string]$ResultPath)
    $table = Get-GfaCollectorTable
    $known = @($table.Keys)
    if (-not $Name) { $Name = @($known | Where-Object { -not $table[$_]['IsOccasional'] }) }
    foreach ($wanted in $Name) {
        if ($known -notcontains $wanted) { throw (Get-GfaMessage FactUnknown $wanted, ($known -join ', ')) }
    }
    if ($ResultPath) {
        Write-GfaFactFile -Name $Name -ResultPath $ResultPath
        return
    }
    foreach ($wanted in $Name) {
        $fact = Invoke-GfaCollector -Name $wanted
        New-Object psobject -Property ([ordered]@{ Name = $wanted; Status = $fact['status']; Value = $fact['value']; Reason = $fact['reason'] })
    }
}
