# Sessions to many computers, opened side by side. Those that cannot be reached are left out; the table says why.
function Open-GfaRemoteSession {
    param([string[]]$ComputerName, [hashtable]$Fault)
    $sessions = @()
    foreach ($item in @(New-CimSession -ComputerName $ComputerName -OperationTimeoutSec 10 -ErrorAction Continue 2>&1)) {
        $isFault = $null -ne $item.CategoryInfo -and $null -ne $item.FullyQualifiedErrorId
        if (-not $isFault) { $sessions += $item; continue }
        # One that names no computer is all there is to say of those that have no session.
        $Fault["$($item.OriginInfo.PSComputerName)"] = Get-GfaErrorText $item
    }
    $sessions
}
