# What goes wrong on a host now and then, and must not cost it a snapshot or its credential.
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    function Invoke-Inside { param([scriptblock]$Script) InModuleScope GuardedFabricAgent -Parameters @{ state = $state } -ScriptBlock $Script }
    function New-EnrolledState {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Initialize-GfaState -StatePath $state
            Write-GfaStateFile -StatePath $state -Name config -Value @{ server = 'https://fabric' }
            Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_present'; issuedAt = '2026-01-01T00:00:00.000Z' }
        }
        $state
    }
}

Describe 'a credential that is due and cannot be renewed' {
    It 'goes on working, is said, and tried again later: <Name>' -ForEach @(
        @{ Name = 'the new one cannot be written'; Fails = { Mock Protect-GfaPath { throw 'icacls ended with code 5' } }; Asked = 1; Said = 'icacls ended with code 5' }
        @{ Name = 'there is no room for it'; Fails = { Mock Test-GfaRoom { $false } }; Asked = 0; Said = 'make room on its disk' }
        @{ Name = 'the server answers something else'; Fails = { Mock Invoke-GfaRequest { @{ status = 404; code = 'not_found'; body = $null } } }; Asked = 1; Said = '404 not_found' }
    ) {
        $state = New-EnrolledState
        $sent = InModuleScope GuardedFabricAgent -Parameters @{ state = $state; fails = "$Fails"; asked = $Asked } {
            param($state, $fails, $asked)
            Mock Invoke-GfaRequest { @{ status = 200; body = @{ credential = 'gfh_new' } } }
            . ([scriptblock]::Create($fails))
            Mock Send-GfaSpool { @{ stored = 1; duplicate = 0; rejected = 0; outcome = 'Sent'; message = '' } }
            Send-GuardedFabricSnapshot -StatePath $state -Force
            Send-GuardedFabricSnapshot -StatePath $state -Force
            Should -Invoke Invoke-GfaRequest -Times $asked -Exactly
            (Read-GfaStateFile -StatePath $state -Name identity).credential
        }
        $sent[0].Outcome, $sent[1].Outcome, $sent[2] | Should -Be @('Sent', 'Sent', 'gfh_present')
        $told = @(Get-Content "$state/agent.log" | Where-Object { $_ -match ' 2009 Warning ' })
        $told.Count | Should -Be 1
        $told[0] | Should -Match ([regex]::Escape($Said))
        $told[0] | Should -Match 'The present one goes on working; the next try is not before 20'
    }

    It 'is renewed at once where somebody asks for it, however young it is' {
        $state = New-EnrolledState
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            $young = @{ issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
            Write-GfaStateFile -StatePath $state -Name identity -Value (Copy-GfaRecord (Read-GfaStateFile -StatePath $state -Name identity) $young)
            Set-GfaStatus -StatePath $state -Change @{ rotateNotBefore = ConvertTo-GfaTimestamp (Get-Date).AddHours(1) }
            Mock Invoke-GfaRequest { @{ status = 200; body = @{ credential = 'gfh_new' } } }
            Mock Send-GfaSpool { @{ stored = 0; duplicate = 0; rejected = 0; outcome = 'Sent'; message = '' } }
            $null = Send-GuardedFabricSnapshot -StatePath $state -Force
            (Read-GfaStateFile -StatePath $state -Name identity).credential | Should -Be gfh_present
            $null = Send-GuardedFabricSnapshot -StatePath $state -RotateCredential
            (Read-GfaStateFile -StatePath $state -Name identity).credential | Should -Be gfh_new
        }
    }

    It 'says nothing of its own where nobody answers: sending does' {
        $state = New-EnrolledState
        Invoke-Inside {
            param($state)
            Mock Invoke-GfaRequest { @{ status = 0; fault = 'timeout'; body = $null } }
            Update-GfaCredential -StatePath $state -Server 'https://fabric' | Should -BeFalse
        }
        Test-Path "$state/agent.log" | Should -BeFalse
    }
}

Describe 'what another process is writing' {
    It 'is left alone, and what a crash left is not' {
        $state = New-EnrolledState
        $young, $old = 'young', 'old' | ForEach-Object { "$state/status.json.$_.tmp" }
        Set-Content $young, $old 'x'
        (Get-Item $old).LastWriteTime = (Get-Date).AddMinutes(-2)
        Invoke-Inside { param($state) Set-GfaStatus -StatePath $state -Change @{ a = 1 } }
        Test-Path $young | Should -BeTrue
        Test-Path $old | Should -BeFalse
    }

    It 'is waited for: <Name>' -ForEach @(
        @{ Name = 'enrolling'; Run = { Register-GuardedFabricHost -Server https://fabric -StatePath $state } }
        @{ Name = 'installing'; Run = { Mock Register-GfaTask { }; Mock Invoke-GuardedFabricAgent { @{ Outcome = 'Sent' } }; Install-GuardedFabricAgent -Server https://fabric -StatePath $state } }
    ) {
        $state = New-EnrolledState
        $other = Get-Process -Id ([int]"$(bash -c 'sleep 600 >/dev/null 2>&1 & echo $!')")
        try {
            $found = InModuleScope GuardedFabricAgent -Parameters @{ state = $state; other = $other.Id; run = "$Run" } {
                param($state, $other, $run)
                Mock Write-Warning { }
                do { $told = Get-GfaProcess -Id $other } until ($told.processName -eq 'sleep')
                Set-Content "$state/agent.lock" (ConvertTo-GfaJson $told)
                # The run comes to its end while it is waited for.
                Mock Start-Sleep { Remove-Item "$state/agent.lock" }
                (. ([scriptblock]::Create($run))).HostId
                Should -Invoke Start-Sleep -Times 1 -Exactly
                Test-Path "$state/agent.lock"
            }
            $found | Should -Be @('host-1', $false)
        } finally { $other.Kill() }
    }

    It 'is not waited for without end' {
        $state = New-EnrolledState
        Invoke-Inside {
            param($state)
            Mock Enter-GfaLock { $false }
            { Invoke-GfaLocked -StatePath $state -MaximumWaitSeconds 0 -Script { 'done' } } | Should -Throw '*Another run of the agent*'
        }
    }
}

Describe 'a file that a scanner holds for a moment' {
    It 'is moved when it is let go, and given up after three tries' {
        $state = New-EnrolledState
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Mock Start-Sleep { }
            $script:held = 2
            Mock Move-Item { if ($script:held-- -gt 0) { throw [IO.IOException]::new('in use', -2147024864) }; [IO.File]::Move($LiteralPath, $Destination, $true) }
            Set-GfaStatus -StatePath $state -Change @{ a = 7 }
            (Read-GfaStateFile -StatePath $state -Name status).a | Should -Be 7
            $script:held = 3
            { Set-GfaStatus -StatePath $state -Change @{ a = 8 } } | Should -Throw '*in use*'
            (Read-GfaStateFile -StatePath $state -Name status).a | Should -Be 7
        }
    }
}

Describe 'where the task finds the module' {
    It 'is by its name, however its place is written: <_>' -ForEach '', '/', '//', ' ' {
        $end = $_
        $before = $env:PSModulePath
        try {
            $argument = InModuleScope GuardedFabricAgent -Parameters @{ end = $end } {
                param($end)
                $env:PSModulePath = "C:\Nowhere;$(Split-Path -Parent (Split-Path -Parent (Split-Path -Parent $script:GfaManifestPath)))$end"
                Get-GfaTaskArgument -StatePath (Get-GfaDefaultStatePath)
            }
            $argument | Should -Match '"Import-Module GuardedFabricAgent; '
        } finally { $env:PSModulePath = $before }
    }
}

Describe 'a credential that the server refuses' {
    It 'is given up only for a token that is there to enrol with: <Name>' -ForEach @(
        @{ Name = 'with a token file'; Token = 'token.txt'; Outcome = 'Refused'; Due = $true; Warned = 0 }
        @{ Name = 'without one'; Token = ''; Outcome = 'Refused'; Due = $false; Warned = 1 }
        @{ Name = 'not refused'; Token = 'token.txt'; Outcome = 'Kept'; Due = $false; Warned = 0 }
    ) {
        $state = New-EnrolledState
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state; token = $Token; outcome = $Outcome; due = $Due; warned = $Warned } {
            param($state, $token, $outcome, $due, $warned)
            Mock Write-Warning { }
            Set-GfaStatus -StatePath $state -Change @{ waitOutcome = $outcome }
            Test-GfaEnrolmentDue -StatePath $state -Server 'https://fabric' -TokenFile $token | Should -Be $due
            Should -Invoke Write-Warning -Times $warned -Exactly
        }
    }

    It 'is given up by the central collector too, whose command has a token: <Outcome>' -ForEach @(
        @{ Outcome = 'Refused'; Times = 1 }
        @{ Outcome = 'Kept'; Times = 0 }
    ) {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state; outcome = $Outcome; times = $Times } {
            param($state, $outcome, $times)
            Mock Get-GfaRemoteMachineId { 'machine-1' }
            Mock Register-GfaHost { }
            $folder = Get-GfaRemoteStatePath -StatePath $state -ComputerName 'HV-A'
            Initialize-GfaState -StatePath $folder
            Write-GfaStateFile -StatePath $folder -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_x'; machineId = 'machine-1' }
            Set-GfaStatus -StatePath $folder -Change @{ waitOutcome = $outcome }
            $script:GfaRemote = @{ Current = 'HV-A' }
            try { $null = Register-GfaRemoteHost -StatePath $state -Server 'https://fabric' -Token { 'gfe_token' } -MaximumWaitSeconds 0 } finally { $script:GfaRemote = $null }
            Should -Invoke Register-GfaHost -Times $times -Exactly
        }
    }
}
