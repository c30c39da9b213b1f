BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    function Invoke-Inside { param([scriptblock]$Script) InModuleScope GuardedFabricAgent -Parameters @{ state = $state } -ScriptBlock $Script }
    # As after Register-GuardedFabricHost; the same host every time.
    $enrol = {
        param($state)
        $enrolment = [pscustomobject]@{ hostId = 'host-1'; credential = "gfh_$([guid]::NewGuid())"; serverEpoch = 'one'; nextReportSeconds = 600; connection = [pscustomobject]@{ tls = 'TLSv1.3' } }
        Save-GfaEnrolment -StatePath $state -Server 'https://fabric' -Enrolment $enrolment
    }
}

Describe 'another enrolment of the same host' {
    BeforeEach {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        Invoke-Inside { param($state) Initialize-GfaState -StatePath $state }
        Invoke-Inside $enrol
    }

    It 'leaves the task to follow the server''s interval, and waits no longer for what refused the earlier one' {
        Invoke-Inside { param($state) Set-GfaStatus -StatePath $state -Change @{ scheduledSeconds = 900; notBefore = '2026-11-25T09:00:00.000Z'; transportFault = 'failed: tls' } }
        Invoke-Inside $enrol
        $status = Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name status }
        $status.scheduledSeconds | Should -Be 900
        $status.nextReportSeconds | Should -Be 600
        $status.notBefore, $status.transportFault | Should -Be @($null, $null)
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } { param($state) Get-GfaNegotiated -StatePath $state } | Should -Be 'TLSv1.3'
    }

    It 'owes another server nothing of what the one before acknowledged' {
        Invoke-Inside {
            param($state)
            $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid()) -Json '{"a":1}'
            Move-GfaSpoolEntry -StatePath $state -Entry (Get-GfaSpoolEntry -StatePath $state) -To sent
            $enrolment = [pscustomobject]@{ hostId = 'host-2'; credential = 'gfh_other'; serverEpoch = 'another'; nextReportSeconds = 600 }
            Save-GfaEnrolment -StatePath $state -Server 'https://another' -Enrolment $enrolment
        }
        Get-ChildItem "$state/spool" | Should -BeNullOrEmpty
        @(Get-ChildItem "$state/sent").Count | Should -Be 1
        Get-Content "$state/agent.log" | Should -Not -Match ' 2005 '
        (Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name status }).serverEpoch | Should -Be another
    }

    It 'sends the last 72 hours again where the server''s database was restored, and only then' {
        $add = { param($state) $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid()) -Json '{"a":1}' }
        Invoke-Inside $add
        Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state | ForEach-Object { Move-GfaSpoolEntry -StatePath $state -Entry $_ -To sent } }
        Invoke-Inside $enrol
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Count | Should -Be 0
        Invoke-Inside {
            param($state)
            Save-GfaEnrolment -StatePath $state -Server 'https://fabric' -Enrolment ([pscustomobject]@{ hostId = 'host-1'; credential = 'gfh_new'; serverEpoch = 'two' })
        }
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Count | Should -Be 1
        (Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name status }).serverEpoch | Should -Be two
        Get-Content "$state/agent.log" -Raw | Should -Match ' 2005 Warning '
    }

    It 'starts the sequence anew, and sends what waited without the earlier one' {
        $add = {
            param($state)
            $id = Get-GfaEnrolmentId -Identity (Read-GfaStateFile -StatePath $state -Name identity)
            $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId $id -SnapshotId ([guid]::NewGuid()) -Json '{"a":1}'
        }
        1..2 | ForEach-Object { Invoke-Inside $add }
        Invoke-Inside $enrol
        Invoke-Inside $add
        $text = Invoke-Inside {
            param($state)
            $id = Get-GfaEnrolmentId -Identity (Read-GfaStateFile -StatePath $state -Name identity)
            $batch = @(Select-GfaBatch -StatePath $state -Entry @(Get-GfaSpoolEntry -StatePath $state) -MaximumCount 10)
            New-GfaEnvelope -Batch $batch -EnrolmentId $id -Pending 0 -Dropped 0
        }
        ($text | ConvertFrom-Json).snapshots.sequence | Should -Be @($null, $null, 1)
    }
}

Describe 'what a second registration does not name' {
    BeforeEach {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        Set-Content "$TestDrive/token" 'gfe_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
        $script:asked = @()
        Mock -ModuleName GuardedFabricAgent Register-GfaHost { $script:asked += "$Proxy" }
        $register = { param([hashtable]$More) $null = Register-GuardedFabricHost -Server https://fabric -TokenFile "$TestDrive/token" -StatePath $state @More }
        & $register @{ Proxy = 'http://proxy:8080' }
    }

    It 'stays: the proxy' {
        & $register @{}
        $script:asked | Should -Be @('http://proxy:8080', 'http://proxy:8080')
        (Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name config }).proxy | Should -Be 'http://proxy:8080'
    }

    It 'goes where it is named as none' {
        & $register @{ Proxy = '' }
        $script:asked | Should -Be @('http://proxy:8080', '')
        (Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name config }).proxy | Should -BeNullOrEmpty
    }
}
