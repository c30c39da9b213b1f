# Reads the hosts in groups, and sends for each of a group before the next group is read: news do not wait for the
# last host. Answers with one result for each host.
function Invoke-GfaRemoteRun {
    param([string]$StatePath, [object[]]$Enrolled, [object[]]$CimSession, [hashtable]$Fault, [int]$ThrottleLimit, [int]$MaximumWaitSeconds, [switch]$Force, [switch]$OnlySessions)
    $byName = @{}
    foreach ($one in $Enrolled) { $byName[$one.ComputerName] = $one }
    $sessions = @($CimSession | Where-Object { $byName.ContainsKey("$($_.ComputerName)") })
    foreach ($session in $CimSession) {
        $name = "$($session.ComputerName)"
        if (-not $byName.ContainsKey($name)) { New-GfaRunResult -Outcome NotEnrolled -ComputerName $name -Message (Get-GfaMessage RemoteNotEnrolled $name) }
    }
    $send = @{ StatePath = $StatePath; Away = @{}; MaximumWaitSeconds = $MaximumWaitSeconds; Force = $Force }
    $done = @{}
    for ($first = 0; $first -lt $sessions.Count; $first += $ThrottleLimit) {
        $group = @($sessions | Select-Object -Skip $first -First $ThrottleLimit)
        foreach ($record in @(Get-GfaRemoteSnapshot -CimSession $group)) {
            if ($done[$record.ComputerName]) { continue }
            $done[$record.ComputerName] = $true
            Complete-GfaRemoteHost @send -Enrolled $byName[$record.ComputerName] -Record $record
        }
    }
    if ($OnlySessions) { return }
    # Those that no session could be opened to.
    foreach ($one in @($Enrolled | Where-Object { -not $done[$_.ComputerName] })) {
        $why = @($Fault[$one.ComputerName], $Fault[''], (Get-GfaMessage NothingReturned 'New-CimSession') | Where-Object { $_ })[0]
        Complete-GfaRemoteHost @send -Enrolled $one -Record (New-Object psobject -Property @{ Json = $null; Message = $why })
    }
}
