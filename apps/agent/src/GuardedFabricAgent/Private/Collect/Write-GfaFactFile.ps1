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
        $null = Save-GfaFact -Folder $ResultPath -Name $collector -Json (Get-GfaFactText -Name $collector)
    }
}
