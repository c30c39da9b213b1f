# Ends what still runs. The process that hangs is the one that wrote the claim, which need not be the one that
# was started: where PowerShell is a .NET tool, that one only starts it.
function Stop-GfaWorker {
    param([object[]]$Worker, [string[]]$Name, [string]$Folder)
    foreach ($collector in $Name) {
        $claim = Read-GfaJson (Join-Path $Folder "$collector.claim")
        if ($null -ne $claim) { $null = Stop-GfaProcess -As $claim }
    }
    $Worker | Where-Object { -not $_.HasExited } | Stop-Process -Force -ErrorAction SilentlyContinue
}
