# Collects in a worker: takes each collector that no other worker has taken, and puts its result down whole.
function Write-GfaFactFile {
    param([string[]]$Name, [string]$ResultPath)
    $script:GfaNegotiated = ConvertTo-GfaText (Read-GfaText -Path (Join-Path $ResultPath 'context.txt'))
    # What a collector leaves behind goes with this folder.
    $script:GfaWorkPath = $ResultPath
    $claimant = ConvertTo-GfaJson (Get-GfaProcess -Id $PID)
    foreach ($collector in $Name) {
        $claim = Join-Path $ResultPath "$collector.claim"
        try { $null = New-Item -Path $claim -ItemType File -ErrorAction Stop } catch { continue }
        Set-Content -LiteralPath $claim -Value $claimant -Encoding Ascii -ErrorAction SilentlyContinue
        $json = Get-GfaFactText -Name $collector
        $temporary = Join-Path $ResultPath "$collector.tmp"
        try {
            Write-GfaFile -Path $temporary -Text $json
            Move-Item -LiteralPath $temporary -Destination (Join-Path $ResultPath "$collector.json") -ErrorAction Stop
        } catch {
            # On a full disk this fact is missing from the snapshot, and the snapshot is not missing.
            Write-Verbose (Get-GfaErrorText $_)
        }
    }
}
