# One object for each session: the snapshot, or the message that says why there is none. A host that does not say
# who it is gets none: what is not known to be of this host is not sent as if it were.
function Get-GfaRemoteSnapshot {
    param([object[]]$CimSession)
    $startedAt = Get-Date
    $script:GfaRemote = New-GfaRemoteContext -CimSession $CimSession
    try {
        $names = @((Get-GfaCollectorTable).Keys)
        foreach ($computer in @($script:GfaRemote['Session'].Keys)) {
            $script:GfaRemote['Current'] = $computer
            $record = [ordered]@{ ComputerName = $computer; MachineId = $null; SnapshotId = $null; Json = $null; Message = $null }
            try {
                $record['MachineId'] = Get-GfaRemoteMachineId
                $facts = @{}
                foreach ($name in $names) { $facts[$name] = ConvertTo-GfaJson (Invoke-GfaCollector -Name $name) }
                $snapshot = Join-GfaSnapshot -Fact $facts -StartedAt $startedAt -Collector "$env:COMPUTERNAME"
                $record['SnapshotId'] = $snapshot.SnapshotId
                $record['Json'] = $snapshot.Json
            } catch {
                $record['Message'] = Get-GfaErrorText $_
            }
            New-Object psobject -Property $record
        }
    } finally {
        $script:GfaRemote = $null
    }
}
