# Ends what still runs. The process that hangs is the one that wrote the claim, which need not be the one that
# was started: where PowerShell is a .NET tool, that one only starts it. What it started in turn (w32tm) would
# outlive it.
function Stop-GfaWorker {
    param([object[]]$Worker, [string[]]$Name, [string]$Folder)
    foreach ($collector in $Name) {
        $id = ConvertTo-GfaNumber "$(Get-Content -LiteralPath (Join-Path $Folder "$collector.claim") -ErrorAction SilentlyContinue)".Trim()
        if ($null -eq $id) { continue }
        foreach ($child in Get-GfaChildProcess -Id $id) { Stop-Process -Id $child -Force -ErrorAction SilentlyContinue }
        Stop-Process -Id $id -Force -ErrorAction SilentlyContinue
    }
    $Worker | Where-Object { -not $_.HasExited } | Stop-Process -Force -ErrorAction SilentlyContinue
}
