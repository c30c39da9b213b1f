# Collects in a worker: takes each collector that no other worker has taken, and puts its result down whole.
function Write-GfaFactFile {
    param([string[]]$Name, [string]$ResultPath)
    $script:GfaNegotiated = ConvertTo-GfaText (Get-Content -LiteralPath (Join-Path $ResultPath 'context.txt') -Raw)
    foreach ($collector in $Name) {
        $claim = Join-Path $ResultPath "$collector.claim"
        try { $null = New-Item -Path $claim -ItemType File -Value "$PID" -ErrorAction Stop } catch { continue }
        $json = ConvertTo-GfaJson (Invoke-GfaCollector -Name $collector)
        $temporary = Join-Path $ResultPath "$collector.tmp"
        Write-GfaFile -Path $temporary -Text $json
        Move-Item -LiteralPath $temporary -Destination (Join-Path $ResultPath "$collector.json") -ErrorAction Stop
    }
}
