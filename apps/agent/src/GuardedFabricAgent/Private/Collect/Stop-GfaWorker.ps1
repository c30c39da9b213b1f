# Ends what still runs. The process that hangs is the one that wrote the claim, which need not be the one that
# was started: where PowerShell is a .NET tool, that one only starts it.
function Stop-GfaWorker {
    param([object[]]$Worker, [string[]]$Name, [string]$Folder)
    foreach ($collector in $Name) {
        $path = Join-Path $Folder "$collector.claim"
        $claim = Read-GfaOptional { Get-Content -LiteralPath $path -Raw -ErrorAction Stop | ConvertFrom-Json -ErrorAction Stop }
        if ($null -ne $claim) { $null = Stop-GfaProcess -As $claim }
    }
    $Worker | Where-Object { -not $_.HasExited } | Stop-Process -Force -ErrorAction SilentlyContinue
}
