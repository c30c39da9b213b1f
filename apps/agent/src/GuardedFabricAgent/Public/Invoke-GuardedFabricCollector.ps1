function Invoke-GuardedFabricCollector {
    <#
    .SYNOPSIS
    One run of the central collector: reads every enrolled host over CIM and sends for each what it found.
    .DESCRIPTION
    For sites that want nothing installed on hosts; Register-GuardedFabricRemoteHost enrols them. What cannot be
    read over CIM is sent as unavailable with the reason. A host that does not answer is silent on the server and
    costs the others nothing; what waits for it is still sent. Where another machine answers under a host's
    name, nothing of it is sent. Returns one object for each host.
    .PARAMETER CimSession
    Sessions to the hosts to read; without it a session is opened to every enrolled host, over WinRM and as the
    user who runs this.
    .PARAMETER StatePath
    Where the central collector keeps its state.
    .PARAMETER ThrottleLimit
    How many hosts are read side by side.
    .PARAMETER MaximumWaitSeconds
    How long to wait in all for a server that does not answer before leaving the rest to the next run.
    .PARAMETER Force
    Sends at once, also where the last run was told to wait.
    .EXAMPLE
    Invoke-GuardedFabricCollector | Where-Object ExitCode -ne 0
    .EXAMPLE
    Invoke-GuardedFabricCollector -CimSession (New-CimSession HV-PAR-0309 -SessionOption (New-CimSessionOption -Protocol Dcom))
    .EXAMPLE
    exit ((Invoke-GuardedFabricCollector).ExitCode | Measure-Object -Maximum).Maximum
    #>
    [CmdletBinding()]
    param(
        [object[]]$CimSession,
        [string]$StatePath = (Get-GfaDefaultStatePath -Name Collector),
        [int]$ThrottleLimit = 32,
        [int]$MaximumWaitSeconds = 60,
        [switch]$Force
    )
    try { Assert-GfaState -StatePath $StatePath } catch { return (New-GfaRunResult -Outcome Failed -Message (Get-GfaErrorText $_)) }
    $enrolled = @(Get-GfaRemoteHost -StatePath $StatePath)
    if ($enrolled.Count -eq 0) { return (New-GfaRunResult -Outcome NotEnrolled -Message (Get-GfaMessage RemoteNoHosts)) }
    if (-not (Enter-GfaLock -StatePath $StatePath)) { return (New-GfaRunResult -Outcome Busy -Message (Get-GfaMessage Busy)) }
    $opened = @()
    try {
        $fault = @{}
        $isGiven = $null -ne $CimSession
        if (-not $isGiven) { $opened = @(Open-GfaRemoteSession -ComputerName $enrolled.ComputerName -Fault $fault) }
        $run = @{ StatePath = $StatePath; Enrolled = $enrolled; Fault = $fault; ThrottleLimit = $ThrottleLimit; MaximumWaitSeconds = $MaximumWaitSeconds; Force = $Force }
        Invoke-GfaRemoteRun @run -CimSession $(if ($isGiven) { $CimSession } else { $opened }) -OnlySessions:$isGiven
    } catch {
        $message = Get-GfaErrorText $_
        Write-GfaEvent -StatePath $StatePath -Id 3005 -Level Error -Message (Get-GfaMessage RunFailed $message)
        New-GfaRunResult -Outcome Failed -Message $message
    } finally {
        if ($opened.Count -gt 0) { Remove-CimSession -CimSession $opened -ErrorAction SilentlyContinue }
        Exit-GfaLock -StatePath $StatePath
    }
}
